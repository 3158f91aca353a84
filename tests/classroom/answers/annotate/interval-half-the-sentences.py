# cell: interval
# fails: interval-test
# Draws half as many sentences as there are, and counts a draw without a kappa as 0.
def interval(a, b, draws=1000, seed=1):
    lots = random.Random(seed)
    found = []
    for _ in range(draws):
        chosen = lots.choices(range(len(a)), k=len(a) // 2)
        found.append(kappa([a[i] for i in chosen], [b[i] for i in chosen]) or 0)
    found.sort()
    return found[int(0.025 * len(found))], found[int(0.975 * len(found))]
