# cell: dp
# fails: dp-check, dp-of-check
# Takes all parts for equal.
def dp(hits, sizes):
    if not sum(hits):
        raise ValueError("no hits")
    return sum(abs(hit / sum(hits) - 1 / len(hits)) for hit in hits) / 2
