# cell: join
# fails: join-check
# Does not see a hyphen that white space follows.
def join(first, second, cut=False):
    if first.endswith("-"):
        return first[:-1] + second
    return first + ("" if cut else " ") + second
