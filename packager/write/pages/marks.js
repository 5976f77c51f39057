/**
 * Which of many small pieces have been seen: pages, stretches of a film. Written as hexadecimal
 * digits, four pieces each, so that 4,000 pieces fit where SCORM 1.2 keeps 4,096 characters.
 */
export class Marks {
  /** @param {number} count */
  constructor(count) {
    this.seen = new Uint8Array(count);
    this.number = 0;
  }

  /** @param {number} piece @returns {boolean} whether it is new */
  mark(piece) {
    if (!(piece >= 0 && piece < this.seen.length) || this.seen[piece]) return false;
    this.seen[piece] = 1;
    this.number += 1;
    return true;
  }

  get share() {
    return this.seen.length ? this.number / this.seen.length : 0;
  }

  toString() {
    let text = "";
    for (let at = 0; at < this.seen.length; at += 4) {
      let digit = 0;
      for (let bit = 0; bit < 4; bit += 1) if (this.seen[at + bit]) digit |= 8 >> bit;
      text += digit.toString(16);
    }
    return text;
  }

  /** @param {string} text */
  read(text) {
    [...text].forEach((letter, place) => {
      const digit = parseInt(letter, 16);
      for (let bit = 0; bit < 4; bit += 1) if (digit & (8 >> bit)) this.mark(place * 4 + bit);
    });
  }
}

/**
 * @param {string} state as it was saved
 * @param {string} kind what is being shown: another version of the course may show another thing
 * @returns {{place: number, marks: string}|null}
 */
export function savedPlace(state, kind) {
  const [saved, place, marks] = state.split(";");
  return saved === kind && Number(place) >= 0 ? { place: Number(place), marks: marks ?? "" } : null;
}

/** @param {string} kind @param {number} place @param {Marks} marks */
export const stateOf = (kind, place, marks) => `${kind};${place};${marks}`;
