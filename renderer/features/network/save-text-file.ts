/** Hands a text to the person as a file; where it goes, the window asks. */
export function saveTextFile(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/x-pem-file' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The download has taken the text by the next turn.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 0);
}
