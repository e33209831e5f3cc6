"""What `benchmarks/province.py` is made of."""
