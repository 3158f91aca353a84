# cell: kappa
# fails: kappa-test
# Scott's pi: chance made of both readers' labels in one pot.
def share(a, b):
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    return sum(x == y for x, y in both) / len(both) if both else None


def kappa(a, b):
    both = [(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None]
    if not both:
        return None
    pot = [label for pair in both for label in pair]
    expected = sum((pot.count(label) / len(pot)) ** 2 for label in set(pot))
    return None if expected == 1 else (share(a, b) - expected) / (1 - expected)
