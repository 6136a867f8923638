function (map, data, images) {
  L.Icon.Default.imagePath = images;
  // Leaflet takes the focus as the button goes down; the page would scroll to the whole map, and the click would come down beside what was pointed at.
  const box = map.getContainer(), focus = box.focus.bind(box);
  box.focus = () => focus({ preventScroll: true });
  // Words are set as text, never as HTML: only what this script itself writes is read as HTML.
  const element = (html) => { const box = document.createElement("div"); box.innerHTML = html; return box; };
  const said = (tag, text, name = "") => { const made = document.createElement(tag); made.textContent = text ?? ""; if (name) made.className = name; return made; };
  const holding = (tag, ...parts) => { const made = document.createElement(tag); made.append(...parts); return made; };
  const card = (place, kind) => holding("div", said("b", place.name), said("p", kind), holding("dl", ...place.popup.flatMap(([label, text]) => [said("dt", label), said("dd", text)])));
  const kinds = Object.fromEntries(data.kinds.map((kind) => [kind.key, kind]));
  const sign = (kind, faded) => `<div class="place-sign ${kind.reach}${faded ? " faded" : ""}" style="background:${kind.colour}"><span>${kind.sign}</span></div>`;

  // From the ground up: reach, gaps, lines, outlines, names, places for finding one's way, then the markers.
  ["reach", "gaps", "lines", "outlines"].forEach((name, order) => { map.createPane(name).style.zIndex = 350 + order * 10; map.getPane(name).style.pointerEvents = "none"; });
  const shape = (geo, pane, style) => geo && L.geoJSON(geo, { pane, interactive: false, style }).addTo(map);
  const outlines = shape(data.outlines, "outlines", { color: data.outline_colour, weight: 2, fill: false });
  shape(data.outlines, "reach", { stroke: false, fillColor: "#FFFFFF", fillOpacity: 1 });
  shape(data.reach, "reach", (area) => area.properties.planned ? { color: "#B65A00", weight: 2, dashArray: "6 4", fillColor: "#E69F00", fillOpacity: 0.3 } : { color: "#0072B2", weight: 1, fillColor: "#56B4E9", fillOpacity: 0.22 });
  const stroke = (line) => { const style = data.line_styles[line.properties.layer] || { colour: "#999999", width: 1 }; return { ...style, width: style.width * (line.properties.rank > 1 ? 0.6 : 1) }; };
  shape(data.lines, "lines", (line) => ({ color: "#FFFFFF", weight: stroke(line).width + 2, opacity: 0.9 }));
  shape(data.lines, "lines", (line) => ({ color: stroke(line).colour, weight: stroke(line).width, dashArray: stroke(line).dashed ? "8 5" : null }));
  if (data.gaps) {
    shape(data.gaps, "gaps", { color: "#333333", weight: 2.5, dashArray: "4 6", fillColor: "url(#gap-hatch)", fillOpacity: 1 });
    const svg = map.getPane("gaps").querySelector("svg");
    if (svg) svg.insertAdjacentHTML("afterbegin", '<defs><pattern id="gap-hatch" width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="12" height="12" fill="#FFFFFF" fill-opacity=".35"/><line x1="0" y1="0" x2="0" y2="12" stroke="#333333" stroke-width="2.5"/></pattern></defs>');
  }
  const words = (at, text, name, target = map) => L.marker(at, { icon: L.divIcon({ className: "", html: said("div", text, name), iconSize: [0, 0] }), interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(target);
  data.names.forEach((area) => words([area.lat, area.lon], area.name, "map-name"));
  const doubled = (layer) => layer === "hall" && data.kinds.some((kind) => kind.key === "hall");  // halls are markers already
  const named = L.layerGroup();  // names of stations: over a whole city they would cover the districts'
  const near = L.layerGroup();  // schools and halls: only from the zoom at which they help rather than hide
  if (data.places) data.places.features.forEach((place) => {
    const at = [place.geometry.coordinates[1], place.geometry.coordinates[0]], layer = place.properties.layer, name = place.properties.name ?? "";
    if (doubled(layer)) return;
    L.marker(at, { icon: L.divIcon({ className: "", html: said("div", "", `ground-mark ${layer}`), iconSize: [13, 13] }), zIndexOffset: -900, keyboard: false })
      .bindTooltip(said("span", `${data.place_labels[layer] || ""} ${name}`)).addTo(layer === "station" ? map : near);
    if (layer === "station") words(at, name, "ground-name", named);
  });

  const nearer = () => { if (map.getZoom() >= 14) near.addTo(map); else near.remove(); if (map.getZoom() >= 12.5) named.addTo(map); else named.remove(); };
  map.on("zoomend", nearer);
  // Where places only thought of are the matter, those there are stand back to dots until one is near enough to ask about them.
  const stand = () => map.getContainer().classList.toggle("far", data.pointing && map.getZoom() < 13.5);
  map.on("zoomend", stand);
  stand();

  const group = data.cluster ? L.markerClusterGroup({
    showCoverageOnHover: false, maxClusterRadius: 46, disableClusteringAtZoom: 16, spiderfyOnMaxZoom: true,
    iconCreateFunction: (cluster) => L.divIcon({ className: "", html: `<div class="place-cluster">${cluster.getChildCount()}</div>`, iconSize: [44, 44] }),
  }) : L.layerGroup();
  const layers = Object.fromEntries(data.kinds.map((kind) => [kind.key, []]));
  data.markers.forEach((place) => {
    const icon = L.divIcon({ className: "", html: sign(kinds[place.kind], place.faded), iconSize: [34, 34], popupAnchor: [0, -14] });
    layers[place.kind].push(L.marker(place.at, { icon }).bindPopup(card(place, kinds[place.kind].label), { maxWidth: 460 }).bindTooltip(said("span", place.name)));
  });
  const show = (key, on) => data.cluster ? group[on ? "addLayers" : "removeLayers"](layers[key]) : layers[key].forEach((marker) => group[on ? "addLayer" : "removeLayer"](marker));
  data.kinds.forEach((kind) => show(kind.key, true));
  group.addTo(map);
  data.spots.forEach((place) => L.marker(place.at, { icon: L.divIcon({ className: "", html: said("div", place.sign, "place-spot"), iconSize: [36, 36], popupAnchor: [0, -14] }), zIndexOffset: 1000 })
    .bindPopup(card(place, data.spots_label), { maxWidth: 460 }).bindTooltip(said("span", place.name)).addTo(map));

  const control = (position, name, made, ready) => {
    const box = L.control({ position });
    box.onAdd = () => { made.className = `map-box ${name}`; L.DomEvent.disableClickPropagation(made).disableScrollPropagation(made); if (ready) ready(made); return made; };
    box.addTo(map);
  };
  const lines = [...new Set((data.lines ? data.lines.features : []).map((line) => line.properties.layer))].filter((layer) => data.line_labels[layer]);
  const marks = [...new Set((data.places ? data.places.features : []).map((place) => place.properties.layer))].filter((layer) => data.place_labels[layer] && !doubled(layer));
  const patches = data.reach ? [...new Map(data.reach.features.map((area) => [area.properties.label, area.properties.planned ? "background:#E69F004D;border:2px dashed #B65A00" : "background:#56B4E938;border:1px solid #0072B2"]))] : [];
  const entry = (mark, ...words) => { const line = element(mark); line.append(...words); return holding("label", ...line.childNodes); };
  const patch = (style) => `<span class="patch" style="${style}"></span>`;
  const key = element('<details open><summary>印の見かた（数字は件数）</summary></details>');
  key.firstChild.append(
    ...data.kinds.map((kind) => entry(`<input type="checkbox" checked data-kind="${kind.key}">${sign(kind, false)}`, said("span", kind.label), said("span", kind.count, "count"))),
    ...(data.spots.length ? [entry("", said("div", data.spots[0].sign, "place-spot"), data.spots_label)] : []),
    ...patches.map(([label, style]) => entry(patch(style), label)),
    ...(data.gaps ? [entry(patch("border:2px dashed #333;background:repeating-linear-gradient(45deg,#333 0 2px,#fff 2px 9px)"), data.gaps_label)] : []),
    ...lines.map((layer) => entry(`<span class="swatch" style="border-top:${Math.max(3, data.line_styles[layer].width)}px ${data.line_styles[layer].dashed ? "dashed" : "solid"} ${data.line_styles[layer].colour}"></span>`, data.line_labels[layer])),
    ...marks.map((layer) => entry(`<span class="swatch" style="height:auto;display:flex;justify-content:center"><span class="ground-mark ${layer}"></span></span>`, data.place_labels[layer])),
  );
  control("topright", "map-key", key, (box) => box.addEventListener("change", (event) => show(event.target.dataset.kind, event.target.checked)));
  L.control.scale({ imperial: false, maxWidth: 160 }).addTo(map);
  control("bottomleft", "map-source", holding("div", ...data.stamps.map((stamp) => said("strong", stamp)), data.pointing ? "" : data.source));  // it would lie over what is to be pointed at
  // The key covers a side of the map: fit the city beside it, and again once the frame has its size, unless someone has moved the map by then.
  if (map.getSize().x < 760) key.querySelector("details").open = false;
  let moved = false;
  map.getContainer().addEventListener("pointerdown", () => { moved = true; }, { once: true });
  const fit = () => { if (moved) return; map.invalidateSize(); key.style.maxHeight = `${map.getSize().y - 130}px`; const beside = map.getSize().x >= 760 ? key.offsetWidth + 16 : 8; map.fitBounds(data.bounds, { animate: false, paddingTopLeft: [8, 8], paddingBottomRight: [beside, 60] }); };
  fit();
  window.setTimeout(fit, 350);
  control("bottomright", "map-whole", element('<button type="button">全体を表示</button>'), (box) => box.addEventListener("click", () => { moved = false; fit(); }));
}
