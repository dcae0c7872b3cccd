"use strict";
(() => {
  const form = document.querySelector(".filters");
  const files = [...document.querySelectorAll(".file")];
  const told = document.getElementById("shown");

  function apply() {
    const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
    const text = (wanted.path || "").toLowerCase();
    const ofFinding = ["codemod", "outcome", "reason"].filter((name) => name in wanted);
    let findings = 0;
    let shown = 0;
    for (const file of files) {
      let here = 0;
      for (const item of file.querySelectorAll(".findings li")) {
        const fits = ofFinding.every((name) => item.dataset[name] === wanted[name]);
        item.hidden = !fits;
        here += fits ? 1 : 0;
      }
      const inPath = file.dataset.path.toLowerCase().includes(text);
      const isOwned = !("owner" in wanted) || file.dataset.owner === wanted.owner;
      file.hidden = !inPath || !isOwned || (ofFinding.length > 0 && here === 0);
      findings += file.hidden ? 0 : here;
      shown += file.hidden ? 0 : 1;
    }
    told.textContent = `${findings} findings in ${shown} of ${files.length} files`;
  }

  form.addEventListener("input", apply);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
})();
