"""The example film's boards, painted stroke by stroke by a program (CC0): `python -m painting lake-noon OUT`."""
