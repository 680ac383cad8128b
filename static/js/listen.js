// « Écouter » : where the browser can speak, the button appears and reads what `data-kpa-listen` points at.
const voice = window.speechSynthesis;

function stop(button) {
  voice.cancel();
  button.setAttribute("aria-pressed", "false");
  button.querySelector("[data-kpa-words]").textContent = button.dataset.kpaListenLabel;
}

function read(button) {
  voice.cancel();
  button.setAttribute("aria-pressed", "true");
  button.querySelector("[data-kpa-words]").textContent = button.dataset.kpaStopLabel;
  const lines = document.querySelector(button.dataset.kpaListen).querySelectorAll("h2, h3, p, li");
  // Line by line: some browsers fall silent in the middle of a long text.
  const sentences = [...lines].map((line) => {
    const sentence = new SpeechSynthesisUtterance(line.innerText);
    sentence.lang = line.closest("[lang]").lang;
    return sentence;
  });
  if (sentences.length) {
    sentences[sentences.length - 1].addEventListener("end", () => stop(button));
  }
  sentences.forEach((sentence) => voice.speak(sentence));
}

if (voice && window.SpeechSynthesisUtterance) {
  document.querySelectorAll("[data-kpa-listen]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => (voice.speaking ? stop(button) : read(button)));
  });
  window.addEventListener("pagehide", () => voice.cancel());
}
