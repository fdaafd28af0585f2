// Mends what the theme's script makes for people who use a keyboard or a screen reader.
"use strict";
(() => {
  const SCROLLING = ".md-content pre > code, .md-typeset__scrollwrap, .highlighttable td.code pre";
  function mend() {
    for (const element of document.querySelectorAll(SCROLLING)) {
      // What scrolls sideways has to take the focus to be scrolled by keys.
      if (element.scrollWidth > element.clientWidth) element.setAttribute("tabindex", "0");
      else element.removeAttribute("tabindex");
    }
    // Each code block would be a landmark without a name.
    for (const element of document.querySelectorAll(".md-code__nav:not([role])")) {
      element.setAttribute("role", "presentation");
    }
  }
  let planned = false;
  function plan() {
    if (planned) return;
    planned = true;
    requestAnimationFrame(() => {
      planned = false;
      mend();
    });
  }
  new MutationObserver(plan).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", plan);
  plan();
})();
