# cell: join
# fails: join-check, restored-check, counts-words, counts-ghosts
# Sees hyphens only.
def join(first, second, cut=False):
    first, second = first.rstrip(), second.lstrip()
    return first[:-1] + second if first.endswith("-") else first + " " + second
