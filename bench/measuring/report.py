"""The figures as a table for people and as a picture."""
import html

BAR, ROW, LEFT, TOP = 420, 16, 210, 30
COLOURS = {"floor": "#9aa0a6", "tined": "#c2410c"}


def table(results):
    """Lines of text: for each case each server's cost, its ratio to tined's, and the goals."""
    lines = [f"{'case':18} {'server':10} {'us/request':>10} {'min':>8} {'max':>8} "
             f"{'of floor':>8} {'of tined':>8}"]
    for result in results:
        own, floor = result["us"].get("tined"), result["us"].get("floor")
        for name, us in sorted(result["us"].items(), key=lambda item: item[1]):
            low, high = result["range"][name]
            of_floor = f"{us / floor:8.2f}" if floor else " " * 8
            lines.append(f"{result['case']:18} {name:10} {us:10.2f} {low:8.2f} {high:8.2f} "
                         f"{of_floor} {us / own:8.2f}  {result['trouble'].get(name, '')}".rstrip())
        for goal in result["goals"]:
            word = "reached" if goal["reached"] else "NOT REACHED"
            lines.append(f"{'':18} {'':10} at most {goal['most']:.3f} of {goal['of']}: "
                         f"{goal['is']:.3f}, {word}")
    return lines


def picture(results, title):
    """An SVG: a group of bars for each case, as long as the cost is against tined's own."""
    parts, y = [], TOP
    for result in results:
        own = result["us"]["tined"]
        parts.append(_text(0, y + 12, result["case"], "bold"))
        for name, us in sorted(result["us"].items(), key=lambda item: item[1]):
            ratio = us / own
            width = min(ratio / 4, 1) * BAR  # past four times a bar tells nothing more
            colour = COLOURS.get(name, "#64748b")
            parts.append(_text(120, y + 12, name))
            parts.append(f'<rect x="{LEFT}" y="{y + 2}" width="{width:.0f}" height="{ROW - 4}" '
                         f'fill="{colour}"/>')
            more = " →" if ratio > 4 else ""
            parts.append(_text(LEFT + width + 6, y + 12, f"{us:.1f} µs, {ratio:.2f}{more}"))
            y += ROW
        y += ROW // 2
    head = (f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + BAR + 130}" height="{y}" '
            'font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="#fff"/>')
    return "\n".join([head, _text(0, 16, title, "bold"), *parts, "</svg>", ""])


def _text(x, y, text, weight="normal"):
    return f'<text x="{x + 8:.0f}" y="{y}" font-weight="{weight}">{html.escape(text)}</text>'
