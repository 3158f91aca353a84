# cell: signs
# fails: signs-test, totals-test
# Leaves out what does not occur, so that callers find no key.
def signs(text):
    found = {
        "square": len(re.findall(r"\[[^\]]*\]", text)),
        "round": len(re.findall(r"\([^)]*\)", text)),
        "ellipsis": len(re.findall(r"\.{3,}|…", text)),
    }
    return {name: count for name, count in found.items() if count}
