// Starts reveal.js, plays a slide's clip when the slide is entered, and lets it rest on its end.
(() => {
  "use strict";
  const root = /** @type {HTMLElement} */ (document.querySelector(".reveal"));
  const calm = matchMedia("(prefers-reduced-motion: reduce)");

  const still = () => {
    const printing = document.documentElement.classList.contains("reveal-print");
    document.body.classList.toggle("still", calm.matches || printing);
    return calm.matches || printing;
  };

  // A blob, not a data address: Safari plays no film from the latter.
  /** @type {NodeListOf<HTMLVideoElement>} */
  const videos = document.querySelectorAll("video[data-clip]");
  for (const video of videos) {
    const bytes = Uint8Array.from(atob(video.dataset.clip ?? ""), (c) => c.charCodeAt(0));
    video.src = URL.createObjectURL(new Blob([bytes], { type: "video/mp4" }));
    video.removeAttribute("data-clip");
  }

  const leave = (/** @type {Element | null} */ slide) => {
    const video = slide?.querySelector("video");
    slide?.classList.remove("asked");
    video?.pause();
  };

  const play = (/** @type {Element | null} */ slide) => {
    const video = slide?.querySelector("video");
    if (!video) return;
    video.currentTime = 0;
    // Refused only where a browser forbids even silent films: then the first frame stays.
    video.play().catch(() => {});
  };

  const enter = (/** @type {Element | null} */ slide) => {
    if (!still()) play(slide);
  };

  const again = () => {
    const slide = Reveal.getCurrentSlide();
    slide?.classList.add("asked");
    play(slide);
  };

  Reveal.initialize({
    width: Number(root.dataset.width),
    height: Number(root.dataset.height),
    margin: 0,
    maxScale: 10,
    center: false,
    hash: true,
    progress: false,
    controlsTutorial: false,
    // Where one clip ends the next begins: any transition would show as a flicker.
    transition: "none",
    backgroundTransition: "none",
    scrollActivationWidth: null,
    plugins: [RevealNotes],
  }).then(() => enter(Reveal.getCurrentSlide()));

  Reveal.addKeyBinding({ keyCode: 82, key: "R", description: root.dataset.replay }, again);
  Reveal.on("slidechanged", (/** @type {any} */ change) => {
    leave(change.previousSlide);
    enter(change.currentSlide);
  });
  calm.addEventListener("change", () => enter(Reveal.getCurrentSlide()));

  // The arrows show while the pointer moves, and never cover a resting picture.
  let timer = 0;
  addEventListener("pointermove", () => {
    document.body.classList.add("pointing");
    clearTimeout(timer);
    timer = setTimeout(() => document.body.classList.remove("pointing"), 2000);
  });
})();
