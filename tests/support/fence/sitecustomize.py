import loopback_fence

loopback_fence.raise_fence()
