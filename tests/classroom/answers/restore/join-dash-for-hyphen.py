# cell: join
# fails: join-check
# Takes a dash for a hyphen.
def join(first, second, cut=False):
    first, second = first.rstrip(), second.lstrip()
    if first.endswith(("-", "–", "—")):
        return first[:-1] + second
    return first + ("" if cut else " ") + second
