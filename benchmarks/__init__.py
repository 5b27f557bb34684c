"""Speed and size, measured as ratios against peers in one run; never asserted by a timed test."""
