/** The settings of an .npmrc: the last one of a name counts. Comments begin with "#" or ";". */
export function readNpmrc(text: string): ReadonlyMap<string, string> {
  const settings = text.split("\n").flatMap((line): readonly (readonly [string, string])[] => {
    const at = line.indexOf("=");
    const isSetting = at > 0 && !/^\s*[#;]/.test(line);
    return isSetting ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : [];
  });
  return new Map(settings);
}
