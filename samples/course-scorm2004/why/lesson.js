import { startCourse } from "../kit/course.js";

startCourse({ then: "continue" });
