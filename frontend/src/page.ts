// The pages of the server work without this: it only offers to print them.
const button = document.getElementById('print');
if (button) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

export {};
