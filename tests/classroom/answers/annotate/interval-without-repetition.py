# cell: interval
# fails: interval-test
# Shuffles the sentences instead of drawing them, which changes nothing.
def interval(a, b, draws=1000, seed=1):
    lots = random.Random(seed)
    found = []
    for _ in range(draws):
        chosen = lots.sample(range(len(a)), k=len(a))
        found.append(kappa([a[i] for i in chosen], [b[i] for i in chosen]))
    return min(found), max(found)
