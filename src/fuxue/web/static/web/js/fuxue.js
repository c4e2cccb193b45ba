// What the pages need beyond htmx: where the focus goes, one sending at a time, a way out by keyboard.
(() => {
  "use strict";

  const say = (text) => {
    const place = document.getElementById("announce");
    if (place) place.textContent = text;
  };

  const land = (root) => {
    const wrong = root.querySelector("[data-errors]");
    const place = wrong || root.querySelector("[data-land]");
    if (!place) return;
    if (!place.hasAttribute("tabindex")) place.setAttribute("tabindex", "-1");
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: wrong ? "center" : "nearest" });
    say(place.textContent.trim().slice(0, 120));
  };

  const sending = (form, on) => {
    form.toggleAttribute("aria-busy", on);
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", String(on)));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.hasAttribute("aria-busy")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    sending(form, true);
  }, true);

  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form");
    if (form && !event.detail.successful) sending(form, false);
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    document.body.classList.toggle("panel-open", Boolean(document.querySelector("#panel > *")));
    land(event.detail.target);
  });

  document.addEventListener("htmx:responseError", () => say("没有办成，请刷新页面后再试。"));
  document.addEventListener("htmx:sendError", () => say("网络不通，请稍后再试。"));

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const close = document.querySelector("#panel [data-close]");
    if (close) close.click();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[aria-busy]").forEach((form) => sending(form, false));
  });

  document.addEventListener("DOMContentLoaded", () => {
    document.body.classList.toggle("panel-open", Boolean(document.querySelector("#panel > *")));
    land(document);
  });
})();
