import { startCourse } from "../kit/course.js";

const questions = [
  {
    id: "try-camera",
    type: "choice",
    weighting: 0,
    text: "Which sentence passes the camera test?",
    options: [["a", "You were nervous."], ["b", "You spoke for twelve minutes without a pause."], ["c", "You do not respect our time."]],
    correct: [["b"]],
    why: "A camera has a clock; it cannot see nerves or respect.",
  },
  {
    id: "try-order",
    type: "sequencing",
    weighting: 0,
    text: "Put the feedback together.",
    options: [["i", "so I could start the next lesson on time."], ["b", "you had put the chairs back,"], ["s", "On Friday after the play"]],
    correct: [["s", "b", "i"]],
    why: "Situation, behaviour, impact, and it was praise.",
  },
  {
    id: "try-question",
    type: "true-false",
    weighting: 0,
    text: "“Wouldn't it be better to plan ahead?” is a good closing question.",
    correct: [false],
    why: "It carries its answer. Try “What would help next time?”",
  },
];

startCourse({ questions, then: "continue" });
