// @ts-check
/** Sends the form of launch.html as soon as there is a browser that runs scripts. */

const form = document.getElementById("launch");
if (form instanceof HTMLFormElement) form.submit();
