import loopback_fence  # type: ignore[import-not-found]  # beside this file, which is on the child's PYTHONPATH

loopback_fence.raise_fence()
