# cell: kappa
# fails: kappa-test, interval-test
# The formula, without a thought for one label.
def share(a, b):
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    return sum(x == y for x, y in both) / len(both)


def kappa(a, b):
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    firsts, seconds = [x for x, _ in both], [y for _, y in both]
    expected = sum(firsts.count(label) * seconds.count(label) for label in set(firsts)) / len(both) ** 2
    return (share(a, b) - expected) / (1 - expected)
