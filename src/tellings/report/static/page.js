// Shows the passages a line rests on. It copies nodes that are in the page and never counts characters.
(function () {
  "use strict";
  var root = document.documentElement;
  var desk = document.getElementById("desk");
  var body = document.getElementById("desk-body");
  var title = document.getElementById("desk-title");
  var closer = document.getElementById("desk-close");
  var help = body.firstElementChild;
  var origin = null;
  root.classList.add("js");

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) { made.className = name; }
    if (text) { made.textContent = text; }
    return made;
  }

  function numbers(node) { return node.getAttribute("data-p").split(" "); }

  function segments(number) {
    return Array.prototype.slice.call(document.querySelectorAll('.text mark[data-p~="' + number + '"]'));
  }

  function copy(region, wanted) {
    var made = element("p", region.className);
    made.appendChild(region.cloneNode(true));
    var inner = made.firstChild;
    inner.querySelectorAll(".at").forEach(function (anchor) { anchor.remove(); });
    inner.querySelectorAll("mark").forEach(function (mark) {
      var hit = wanted.some(function (number) { return numbers(mark).indexOf(number) >= 0; });
      mark.className = hit ? "hit" : "";
    });
    while (inner.firstChild) { made.insertBefore(inner.firstChild, inner); }
    inner.remove();
    return made;
  }

  function neighbour(region, way) {
    var near = region[way];
    return near && near.classList.contains("region") && !near.classList.contains("junk") ? near : null;
  }

  function found(article, wanted) {
    var card = element("div", "found");
    var head = element("h3");
    head.appendChild(element("i", "dot h" + article.dataset.hue));
    head.appendChild(element("bdi", "", article.dataset.name));
    head.appendChild(element("span", "when", article.dataset.when));
    card.appendChild(head);
    var regions = Array.prototype.filter.call(article.querySelectorAll(".region"), function (region) {
      return wanted.some(function (number) { return region.querySelector('mark[data-p~="' + number + '"]'); });
    });
    var last = null;
    regions.forEach(function (region) {
      var before = neighbour(region, "previousElementSibling");
      if (before && before !== last && regions.indexOf(before) < 0) {
        if (last) { card.appendChild(element("p", "gap", "…")); }
        card.appendChild(copy(before, [])).classList.add("near");
      }
      card.appendChild(copy(region, wanted));
      last = region;
      var after = neighbour(region, "nextElementSibling");
      if (after && regions.indexOf(after) < 0) {
        card.appendChild(copy(after, [])).classList.add("near");
        last = after;
      }
    });
    var jump = element("a", "jump", "Read it in the full report");
    jump.href = "#p" + wanted[0];
    card.appendChild(jump);
    return card;
  }

  function current(node) {
    document.querySelectorAll("main [data-p][aria-current]").forEach(function (old) { old.removeAttribute("aria-current"); });
    document.querySelectorAll(".text mark.hit").forEach(function (mark) { mark.classList.remove("hit"); });
    if (node) { node.setAttribute("aria-current", "true"); }
  }

  function open(heading, cards, from) {
    body.textContent = "";
    cards.forEach(function (card) { body.appendChild(card); });
    body.scrollTop = 0;
    title.textContent = heading;
    desk.classList.add("open");
    origin = from;
    title.focus({ preventScroll: true });
  }

  function show(line) {
    var wanted = numbers(line);
    var order = [];
    var byArticle = new Map();
    wanted.forEach(function (number) {
      var first = segments(number)[0];
      if (!first) { return; }
      var article = first.closest(".text");
      if (!byArticle.has(article)) { byArticle.set(article, []); order.push(article); }
      byArticle.get(article).push(number);
    });
    if (!order.length) { return false; }
    current(line);
    wanted.forEach(function (number) { segments(number).forEach(function (mark) { mark.classList.add("hit"); }); });
    var heading = order.length === 1 ? "In the report’s own words" : "In the words of " + order.length + " reports";
    open(heading, order.map(function (article) { return found(article, byArticle.get(article)); }), line);
    return true;
  }

  function resting(mark) {
    var wanted = numbers(mark);
    var seen = new Set();
    var lines = Array.prototype.filter.call(document.querySelectorAll("main a.words[data-p]"), function (line) {
      var rests = numbers(line).some(function (number) { return wanted.indexOf(number) >= 0; });
      var key = line.closest("section").id + line.textContent;
      if (!rests || seen.has(key) || line.closest(".grid")) { return false; }
      seen.add(key);
      return true;
    });
    var cards = lines.slice(0, 30).map(function (line) {
      var card = element("div", "found");
      var section = line.closest("section");
      card.appendChild(element("p", "note", section.querySelector("h2").firstChild.textContent.trim()));
      var words = element("button", "plain", "Show this line");
      words.type = "button";
      words.addEventListener("click", function () { reveal(line); });
      var text = element("p", "region");
      text.appendChild(element("bdi", "", line.textContent));
      card.appendChild(text);
      card.appendChild(words);
      return card;
    });
    current(null);
    mark.classList.add("hit");
    open(cards.length ? "What rests on these words" : "No line of the account rests on these words", cards, null);
  }

  function reveal(line) {
    for (var box = line.closest("details"); box; box = box.parentElement.closest("details")) { box.open = true; }
    if (!window.matchMedia("(min-width: 1120px)").matches) { close(); }
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
  }

  function close() {
    desk.classList.remove("open");
    current(null);
    body.textContent = "";
    body.appendChild(help);
    title.textContent = "In the reports’ own words";
    if (origin) { origin.focus({ preventScroll: true }); }
    origin = null;
  }

  document.addEventListener("click", function (event) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) { return; }
    var jump = event.target.closest(".jump");
    if (jump && !window.matchMedia("(min-width: 1120px)").matches) { desk.classList.remove("open"); return; }
    var line = event.target.closest("main a[data-p]");
    if (line) {
      if (show(line)) { event.preventDefault(); }
      return;
    }
    var mark = event.target.closest(".text mark[data-p]");
    if (mark && !String(window.getSelection())) { resting(mark); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && desk.classList.contains("open")) { close(); }
  });
  closer.addEventListener("click", close);

  // light and dark, where the page has a switch for it
  var toggle = document.getElementById("theme");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function isDark() { return root.dataset.theme === "dark" || (root.dataset.theme === "auto" && dark.matches); }
  function label() { toggle.textContent = isDark() ? "Light" : "Dark"; toggle.setAttribute("aria-label", "Switch to " + (isDark() ? "light" : "dark") + " colours"); }
  if (toggle) {
    try { root.dataset.theme = localStorage.getItem("tellings-theme") || "auto"; } catch (error) { root.dataset.theme = "auto"; }
    toggle.hidden = false;
    label();
    toggle.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("tellings-theme", root.dataset.theme); } catch (error) { /* a page may lack storage */ }
      label();
    });
    dark.addEventListener("change", label);
  }

  // where in the page
  var links = {};
  document.querySelectorAll(".contents a").forEach(function (link) { links[link.hash.slice(1)] = link; });
  if ("IntersectionObserver" in window) {
    var watcher = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) { return; }
        Object.keys(links).forEach(function (key) { links[key].removeAttribute("aria-current"); });
        if (links[entry.target.id]) { links[entry.target.id].setAttribute("aria-current", "location"); }
      });
    }, { rootMargin: "-12% 0px -80% 0px" });
    document.querySelectorAll("main section").forEach(function (section) { watcher.observe(section); });
  }

  // paper shows everything
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (box) { box.dataset.was = box.open ? "open" : ""; box.open = true; });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details").forEach(function (box) { box.open = box.dataset.was === "open"; });
  });
})();
