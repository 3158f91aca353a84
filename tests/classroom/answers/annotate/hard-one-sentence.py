# after: hard
# fails: hard-test
# The same sentence three times.
hard = [hard[0], hard[0], hard[0]]
