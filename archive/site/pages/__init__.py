"""One module per kind of page: each reads rows and gives a View; no page writes, none reaches the network."""
