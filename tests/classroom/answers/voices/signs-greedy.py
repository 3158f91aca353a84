# cell: signs
# fails: signs-test, totals-test
# Greedy patterns take everything from the first bracket of a line to the last for one stretch.
def signs(text):
    return {
        "square": len(re.findall(r"\[.*\]", text)),
        "round": len(re.findall(r"\(.*\)", text)),
        "ellipsis": len(re.findall(r"(?:\.{3,}|…)(?: \.)?", text)),
    }
