// The search box. The index is a script, so that it works without a server.
(function () {
  "use strict";
  var MOST = 40;
  var input = document.getElementById("search"), list = document.getElementById("found");
  var base = document.currentScript ? document.currentScript.getAttribute("data-base") : "";
  var entries = window.searchIndex || [], chosen = -1;

  Array.prototype.forEach.call(document.querySelectorAll("nav a"), function (link) {
    if (link.href === location.href.replace(/#.*/, "")) link.setAttribute("aria-current", "page");
  });

  // "StopReplication", "stop_replication" and "stop replication" are the same.
  function plain(text) { return text.toLowerCase().replace(/[\s_\-.:]+/g, ""); }

  entries.forEach(function (entry) {
    entry.names = [entry.t].concat(entry.a || []).map(plain);
    entry.text = plain(entry.w || "");
  });

  // How well an entry fits; less is better.
  function rank(entry, wanted) {
    var best = Infinity;
    entry.names.forEach(function (name) {
      var at = name.indexOf(wanted);
      if (at < 0) return;
      var after = name.length - at - wanted.length;
      best = Math.min(best, (after === 0 ? 0 : 10) + (at === 0 ? 0 : 5) + name.length / 1000);
    });
    if (best === Infinity && wanted.length > 2 && entry.text.indexOf(wanted) >= 0) best = 30;
    return best + (entry.r || 0);
  }

  function find(text) {
    var wanted = plain(text);
    if (!wanted) return [];
    return entries.map(function (entry) { return { entry: entry, rank: rank(entry, wanted) }; })
      .filter(function (row) { return row.rank < Infinity; })
      .sort(function (a, b) { return a.rank - b.rank; })
      .slice(0, MOST);
  }

  function element(name, text, className) {
    var made = document.createElement(name);
    made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function choose(index) {
    var items = list.children;
    if (items[chosen]) items[chosen].classList.remove("chosen");
    chosen = items.length ? (index + items.length) % items.length : -1;
    if (items[chosen]) {
      items[chosen].classList.add("chosen");
      items[chosen].scrollIntoView({ block: "nearest" });
    }
  }

  function show() {
    var rows = find(input.value);
    list.textContent = "";
    rows.forEach(function (row) {
      var item = document.createElement("li"), link = document.createElement("a");
      link.href = base + row.entry.u;
      link.appendChild(element("code", row.entry.t));
      link.appendChild(element("span", row.entry.k, "kind"));
      if (row.entry.w) link.appendChild(element("small", row.entry.w));
      item.appendChild(link);
      list.appendChild(item);
    });
    if (!rows.length && plain(input.value)) list.appendChild(element("li", "Nothing found.", "nothing"));
    list.hidden = !plain(input.value);
    chosen = -1;
    if (rows.length) choose(0);
  }

  function close() { list.hidden = true; }

  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  input.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Escape") { close(); input.blur(); }
    else if (event.key === "Enter") {
      var link = list.children[chosen] && list.children[chosen].querySelector("a");
      if (link) { close(); location.href = link.href; }
    } else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", function (event) {
    var inField = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "/" && !inField && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      input.focus();
      input.select();
    }
  });
  document.addEventListener("click", function (event) {
    if (!event.target.closest(".search")) close();
  });
  list.addEventListener("click", close);
})();
