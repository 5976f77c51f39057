import { startCourse } from "./kit/course.js";

const questions = [
  {
    id: "q1-passphrase",
    type: "choice",
    objective: "passwords",
    text: "Which of these takes longest to guess?",
    options: [["a", "P@ssw0rd7!"], ["b", "umbrella cactus seventeen violin"], ["c", "Maria1985"], ["d", "qwerty-QWERTY"]],
    correct: [["b"]],
    why: "Length wins: four unrelated words have far more combinations than ten clever characters.",
  },
  {
    id: "q2-reuse",
    type: "true-false",
    objective: "passwords",
    text: "A really strong password may be used in several places.",
    correct: [false],
    why: "Its strength does not matter once one of the places has lost it.",
  },
  {
    id: "q3-signs",
    type: "choice",
    several: true,
    objective: "mail",
    text: "Which of these are signs of a fraudulent message?",
    options: [["a", "It asks you to act within the hour"], ["b", "It is signed with a name and a position"], ["c", "The address differs from the real one by a letter"], ["d", "It asks you to enable editing in the attachment"]],
    correct: [["a", "c", "d"]],
    why: "A signature proves nothing; haste, a strange address and a document that wants permission do.",
  },
  {
    id: "q4-word",
    type: "fill-in",
    objective: "mail",
    text: "One word: what is it called when a message pretends to come from someone you trust to get your password?",
    correct: ["phishing", "fishing"],
    why: "Phishing, like fishing: one hook, thousands of lines.",
  },
  {
    id: "q5-match",
    type: "matching",
    objective: "data",
    text: "Where does it belong?",
    options: [["1", "Marks of one pupil"], ["2", "Timetable of the class"], ["3", "A note about an allergy"]],
    targets: [["a", "Class chat"], ["b", "The family's page in the register"], ["c", "The colleague who needs it, in person"]],
    correct: [[["1", "b"], ["2", "a"], ["3", "c"]]],
    why: "A timetable is no secret; marks are the family's; health is told to the one who must know.",
  },
  {
    id: "q6-order",
    type: "sequencing",
    objective: "incident",
    text: "You opened the attachment. In which order do you act?",
    options: [["a", "Write down what happened"], ["b", "Change the password from another device"], ["c", "Disconnect from the network"], ["d", "Call the person in charge"]],
    correct: [["c", "d", "b", "a"]],
    why: "First stop it from spreading, then get help, then take the thief's key away, then write.",
  },
  {
    id: "q7-emergency",
    type: "numeric",
    objective: "passwords",
    text: "For how many places is one password good?",
    unit: "place(s)",
    correct: [1],
    why: "One place, one password.",
  },
  {
    id: "q8-confidence",
    type: "likert",
    text: "How sure would you be now, with a suspicious message in front of you?",
    options: [["1", "Not at all"], ["2", "A little"], ["3", "Fairly"], ["4", "Very"]],
    correct: [],
    why: "Your answer helps to improve the course; it does not count.",
  },
];

/** The passphrase meter: years of guessing at ten thousand million tries a second. */
function startMeter() {
  const form = document.getElementById("meter");
  const [input, output, bar] = form.querySelectorAll("input, output, i");
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", () => {
    const text = input.value;
    const words = text.trim().split(/[\s-]+/).filter((word) => word.length > 2);
    const alphabet = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].reduce((n, set, at) => n + (set.test(text) ? [26, 26, 10, 33][at] : 0), 0);
    // A phrase is guessed word by word (of some 8,000 common ones), anything else by characters.
    const bits = words.length > 2 ? words.length * 13 : text.length * Math.log2(alphabet || 1);
    const years = 2 ** bits / 1e10 / 31_557_600;
    bar.style.setProperty("--part", String(Math.min(bits / 80, 1)));
    output.value = text === "" ? "Type something to see how long guessing would take." : words.length < 3 && text.length < 9 ? "Gone within the hour." : years < 1 ? "Days to months: not enough for anything that matters." : years < 100 ? "Years. Good for most things." : "Longer than anybody will try.";
  });
}

startMeter();
startCourse({ questions, passing: 0.7 });
