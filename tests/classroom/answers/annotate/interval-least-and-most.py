# cell: interval
# fails: interval-test
# Takes the least and the greatest of all draws.
def interval(a, b, draws=1000, seed=1):
    lots = random.Random(seed)
    found = []
    for _ in range(draws):
        chosen = lots.choices(range(len(a)), k=len(a))
        value = kappa([a[i] for i in chosen], [b[i] for i in chosen])
        if value is not None:
            found.append(value)
    return min(found), max(found)
