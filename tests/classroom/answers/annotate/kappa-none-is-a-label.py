# cell: kappa
# fails: kappa-test
# Takes a missing label for one more label.
def share(a, b):
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def kappa(a, b):
    expected = sum(a.count(label) * b.count(label) for label in set(a)) / len(a) ** 2
    return None if expected == 1 else (share(a, b) - expected) / (1 - expected)
