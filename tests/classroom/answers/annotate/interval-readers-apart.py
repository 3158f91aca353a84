# cell: interval
# fails: interval-test
# Draws the labels of the two readers apart, so that no agreement is left.
def interval(a, b, draws=1000, seed=1):
    lots = random.Random(seed)
    found = [kappa(lots.choices(a, k=len(a)), lots.choices(b, k=len(b))) for _ in range(draws)]
    found = sorted(value for value in found if value is not None)
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]
