/*
 * Makes the drawing of a map one that can be moved. Everything here may fail and the
 * drawing, with the list beside it, stays. Tiles are asked for only if the site names
 * a server for them.
 */

const L = window.L;
const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;

async function replace(box) {
  const answer = await fetch(box.dataset.mapUrl);
  if (!answer.ok) throw new Error(`map: ${answer.status}`);
  const data = await answer.json();
  const drawing = box.firstElementChild;
  box.style.blockSize = `${drawing.getBoundingClientRect().height}px`;
  drawing.remove();
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", box.dataset.mapLabel);
  draw(box, data);
}

function draw(box, data) {
  const map = L.map(box, {
    attributionControl: false,
    // The page scrolls with the wheel; the map has buttons and the keys + and -.
    scrollWheelZoom: false,
    zoomSnap: 0.25,
    zoomAnimation: !still,
    fadeAnimation: !still,
    maxZoom: 19,
  });
  tiles(map, box.dataset);
  const areas = layer(data, "area");
  const spots = layer(data, "spot");
  const whole = areas.getBounds().isValid() ? areas : spots;
  map.fitBounds(whole.getBounds(), { padding: [16, 16], maxZoom: 17, animate: false });
  areas.addTo(map);
  spots.addTo(map);
}

function tiles(map, { tileUrl, tileAttribution }) {
  if (!tileUrl) return;
  const text = document.createElement("span");
  text.textContent = tileAttribution;
  L.control.attribution({ prefix: false }).addTo(map);
  L.tileLayer(tileUrl, { attribution: text.innerHTML, maxZoom: 19 }).addTo(map);
}

function layer(data, kind) {
  const isSpot = (feature) => feature.geometry.type === "Point";
  return L.geoJSON(data, {
    filter: (feature) => isSpot(feature) === (kind === "spot"),
    style: (feature) => ({ className: classes(feature, kind) }),
    pointToLayer: (feature, where) =>
      L.circleMarker(where, { radius: feature.properties.is_here ? 9 : 6 }),
    onEachFeature: (feature, shape) => shape.bindPopup(() => said(feature.properties)),
  });
}

function classes(feature, kind) {
  if (kind === "area") return "area";
  return feature.properties.is_here ? "dot is-here" : "dot";
}

function said({ name, note, url }) {
  const text = document.createElement("p");
  const title = document.createElement(url ? "a" : "strong");
  if (url) title.href = url;
  title.textContent = name;
  text.append(title);
  if (note) text.append(document.createElement("br"), note);
  return text;
}

for (const box of document.querySelectorAll("[data-map-url]")) {
  if (L) replace(box).catch((error) => console.info(error.message));
}
