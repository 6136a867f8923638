"""A described figure on paper: matplotlib, in colour or in grey, one or two columns wide."""
