"""The demo province: Quảng Ngãi after 1 July 2025, its data files, and what lives them through the real verbs."""
