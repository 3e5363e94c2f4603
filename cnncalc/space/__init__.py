"""Design spaces: a grid of variants of networks, their figures in closed form over sizes, and what is kept of them."""
