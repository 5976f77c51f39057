"""What a page looks like, measured in the browser."""

from __future__ import annotations

#: Texts whose contrast to their ground is less than 4.5 (WCAG 2.2, 1.4.3), with the ratio.
CONTRAST = """() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = (color) => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = color;
        canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
    };
    const over = (top, below) => below.map((part, n) => top[n] * top[3] + part * (1 - top[3]));
    const ground = (one) => {
        if (!one) return [1, 1, 1];
        return over(rgba(getComputedStyle(one).backgroundColor), ground(one.parentElement));
    };
    const light = (color) => {
        const linear = color.map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    };
    const poor = [];
    for (const one of document.querySelectorAll("body *")) {
        const says = [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
        if (!says || !one.checkVisibility() || one.closest(":disabled, script, noscript")) continue;
        const below = ground(one);
        const text = over(rgba(getComputedStyle(one).color), below);
        const [dark, bright] = [light(text), light(below)].sort((a, b) => a - b);
        const ratio = (bright + 0.05) / (dark + 0.05);
        if (ratio < 4.5) poor.push([one.textContent, ratio]);
    }
    return poor;
}"""

#: What sticks out of a page of a width, or scrolls sideways inside it.
OUTSIDE = """(width) => [...document.querySelectorAll("body *")]
    .filter((one) => one.checkVisibility() && !one.closest("svg, .skip, .unseen"))
    .filter((one) => {
        const { left, right } = one.getBoundingClientRect();
        const rolls = one.scrollWidth > one.clientWidth + 1 &&
            ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
        return left < -0.5 || right > width + 0.5 || rolls;
    })
    .map((one) => one.outerHTML.slice(0, 80))"""
