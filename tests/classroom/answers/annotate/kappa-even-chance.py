# cell: kappa
# fails: kappa-test
# Chance as if all four labels were equally frequent.
def share(a, b):
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    return sum(x == y for x, y in both) / len(both) if both else None


def kappa(a, b):
    found = share(a, b)
    return None if found is None else (found - 0.25) / 0.75
