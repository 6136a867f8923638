function (layer, spot) {
  L.circle(spot.at, { radius: spot.metres, color: "#1F2933", weight: 3, dashArray: "2 6", fill: true, fillColor: "#E69F00", fillOpacity: 0.3, interactive: false }).addTo(layer);
  const said = document.createElement("div");
  spot.lines.forEach((line, number) => { if (number) said.append(document.createElement("br")); said.append(line); });
  const icon = L.divIcon({ className: "", html: '<div class="place-spot tried">試</div>', iconSize: [36, 36], iconAnchor: [18, 18] });
  L.marker(spot.at, { icon }).bindTooltip(said, { permanent: true, direction: "bottom", offset: [0, 14] }).addTo(layer);
}
