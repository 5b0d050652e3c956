// How much the page moved while it was loading: every layout shift so far, without those a reader caused.
() => new Promise((done) => {
  let sum = 0;
  const observer = new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }));
  observer.observe({ type: "layout-shift", buffered: true });
  // What is buffered is handed over before the frame after the next.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum))));
})
