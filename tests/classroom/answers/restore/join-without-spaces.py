# cell: join
# fails: join-check, restored-check, counts-words, counts-ghosts
# Puts nothing between whole words either.
def join(first, second, cut=False):
    return first.rstrip().removesuffix("-") + second.lstrip()
