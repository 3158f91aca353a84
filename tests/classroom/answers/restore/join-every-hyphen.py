# cell: join
# fails: join-check, restored-check, counts-words, counts-ghosts
# Takes all hyphens away.
def join(first, second, cut=False):
    first, second = first.rstrip(), second.lstrip()
    glue = "" if cut or first.endswith("-") else " "
    return (first + glue + second).replace("-", "")
