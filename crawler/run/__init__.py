"""Many portals side by side, each in a process of its own: what is due, what goes next, what came of it."""
