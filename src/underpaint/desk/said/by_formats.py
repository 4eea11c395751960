"""What is said of files that cannot be read or written: pictures, layered files, palettes, source maps, signatures."""

SAID = {
    # any file
    "{path}: no such file": "{path}：ファイルがありません",
    "{path}: empty file": "{path}：ファイルが空です",
    "{path}: a folder, where a file was expected": "{path}：ファイルではなくフォルダです",
    "{path}: not a plain file": "{path}：通常のファイルではありません",
    "{path}: {size} bytes, at most {limit} are read": "{path}：{size} バイトあります。読めるのは {limit} バイトまでです",
    "{path}: there is no folder {folder}; make it first": "{path}：フォルダ {folder} がありません。先に作ってください",
    "{path}: not a plain file, so it cannot be replaced by one": "{path}：通常のファイルではないため、置き換えられません",
    "{path}: the folder {folder} does not allow writing": "{path}：フォルダ {folder} に書き込めません",
    "{folder}: is there already, and nothing is written over it": "{folder}：すでにあるため、上書きしません",
    "{path}: the disk gave back other bytes than were written": "{path}：書き込んだ内容と、ディスクから読み戻した内容が違います",
    "{called} need a file each; two of them have one name": "{called} には別々のファイルが必要ですが、同じ名前があります",
    "{path}: is read and would be written over; give the output another name": (
        "{path}：読み込むファイルを上書きしてしまいます。別の名前にしてください"
    ),
    # pictures
    "{name}: not a picture that can be read ({kinds})": "{name}：画像として読めません（{kinds}）",
    "{name}: {width} x {height} px; at most {most} px a side are read": (
        "{name}：{width} x {height} px です。読めるのは一辺 {most} px までです"
    ),
    "{name}: {width} x {height} px would need {needed} MiB; at most {most} are read": (
        "{name}：{width} x {height} px を開くには {needed} MiB 必要です。{most} MiB まで読めます"
    ),
    "{name}: holds {count} pictures; save the one to use as a file of its own": (
        "{name}：画像が {count} 枚入っています。使う一枚を別のファイルに保存してください"
    ),
    "{name}: damaged 16-bit picture ({why}); save it again": "{name}：16 bit 画像が壊れています（{why}）。保存し直してください",
    "{name}: too many pixels to open safely; at most {most}": "{name}：画素が多すぎて安全に開けません（{most} 画素まで）",
    "{name}: damaged {kind} file (its header makes no sense); save it again": (
        "{name}：{kind} ファイルが壊れています（先頭が読めません）。保存し直してください"
    ),
    "{name}: damaged or unfinished {kind} file ({why}); save it again": (
        "{name}：{kind} ファイルが壊れているか、途中で切れています（{why}）。保存し直してください"
    ),
    "{name}: {count} channels; 1 to 4 are read (grey or RGB, with or without alpha)": (
        "{name}：チャンネルが {count} 個です。読めるのはグレーか RGB で、アルファの有無は問いません"
    ),
    "{name}: damaged or unfinished 16-bit picture ({why}); save it again": (
        "{name}：16 bit 画像が壊れているか、途中で切れています（{why}）。保存し直してください"
    ),
    "{name}: {mode} pixels cannot be used; save it as RGB with 8 or 16 bits a channel": (
        "{name}：{mode} 形式の画像は使えません。8 bit か 16 bit の RGB で保存してください"
    ),
    "pictures are written as .png or .tif, not as {kind}": "画像は .png か .tif で書き出します（指定：{kind}）",
    "a name without an ending": "拡張子のない名前",
    "the picture's colour profile is not sRGB, and an EXR would show it wrong; convert it to sRGB first": (
        "画像のカラープロファイルが sRGB ではなく、EXR では色が変わります。先に sRGB に変換してください"
    ),
    "the EXR could not be made ({why})": "EXR を書き出せませんでした（{why}）",
    # maps
    "{name}: has {why}; a BOOK's map is flat colours, transparent where the BG shows": (
        "{name}：{why}。BOOK のマップはベタ塗りで、BG が見える所を透明にしてください"
    ),
    "no transparent place": "透明な所がありません",
    "nothing in it": "何も描かれていません",
    "{name}: half transparent at x={x}, y={y} ({count} px in all); draw it with anti-aliasing off": (
        "{name}：x={x}, y={y} などが半透明です（全部で {count} px）。アンチエイリアスなしで描いてください"
    ),
    "{name}: transparent at x={x}, y={y} ({count} px in all); fill the whole map with flat, opaque colours": (
        "{name}：x={x}, y={y} などが透明です（全部で {count} px）。マップ全体を不透明なベタで塗ってください"
    ),
    # palettes
    "unknown material {name}; known names: {known}; or write a colour as #rrggbb": (
        "材質 {name} がありません。ある名前：{known}。または #rrggbb の色で書いてください"
    ),
    "none, as no palette was given": "なし（パレットの指定がありません）",
    "{path}: not a GIMP palette (its first line must be 'GIMP Palette')": (
        "{path}：GIMP パレットではありません（一行目が 'GIMP Palette' である必要があります）"
    ),
    "{path}, line {number}: expected 'red green blue name', got {text}": (
        "{path} の {number} 行目：「赤 緑 青 名前」ではなく {text} です"
    ),
    "{path}, line {number}: {red} {green} {blue} is no colour; each value is 0 to 255": (
        "{path} の {number} 行目：{red} {green} {blue} は色として読めません。値は 0 から 255 です"
    ),
    "{path}, line {number}: {name} has two colours; give every material one": (
        "{path} の {number} 行目：{name} に色が二つあります。材質ごとに一色にしてください"
    ),
    "{path}, line {number}: {name} has the colour of {other}; give each its own": (
        "{path} の {number} 行目：{name} と {other} が同じ色です。別の色にしてください"
    ),
    # layered files
    "{name}: {width} x {height} px; 1 to {most} px a side are read": (
        "{name}：{width} x {height} px です。読めるのは一辺 1 から {most} px です"
    ),
    "{file}: has no painted layer": "{file}：描かれたレイヤーがありません",
    "{file}: has no painted layer {layer}; it has {layers}": (
        "{file}：描かれたレイヤー {layer} がありません。あるのは {layers} です"
    ),
    "{file}: has {count} layers named {layer}; give each its own name": (
        "{file}：{layer} という名前のレイヤーが {count} 枚あります。別々の名前にしてください"
    ),
    "{name}: not a layered file that can be read (PSD, PSB and ORA are)": (
        "{name}：レイヤー付きファイルとして読めません（読めるのは PSD・PSB・ORA です）"
    ),
    "{file}: has {count} layers; say which: {layers}": "{file}：レイヤーが {count} 枚あります。どれかを指定してください：{layers}",
    "{width} x {height} px: OpenRaster is written to {most} px; write a PSD": (
        "{width} x {height} px です。ORA は {most} px までなので、PSD で書き出してください"
    ),
    "{name}: {count} files inside, at most {most} are read": "{name}：中のファイルが {count} 個です。{most} 個まで読めます",
    "{name}: the same file twice inside; save it again": "{name}：中に同じファイルが二つあります。保存し直してください",
    "{name}: not an OpenRaster file (it holds no stack.xml)": "{name}：ORA ファイルではありません（stack.xml がありません）",
    "{name}: its stack.xml holds declarations that OpenRaster has not; save it again": (
        "{name}：stack.xml に ORA にない宣言があります。保存し直してください"
    ),
    "{name}: names a file outside itself ({member})": "{name}：自分の外のファイルを指しています（{member}）",
    "{name}: {member} is a link; only plain files are read": "{name}：{member} はリンクです。通常のファイルだけを読みます",
    "{name}: is encrypted; save it without a password": "{name}：暗号化されています。パスワードなしで保存してください",
    "{name}: damaged, {member} is no PNG picture; save it again": (
        "{name}：壊れています。{member} が PNG 画像ではありません。保存し直してください"
    ),
    "{name}: {member} is {size} bytes, at most {limit} are read": (
        "{name}：{member} が {size} バイトあります。読めるのは {limit} バイトまでです"
    ),
    "{name}: {member} is larger than it says; at most {limit} bytes are read": (
        "{name}：{member} が記載より大きいです。読めるのは {limit} バイトまでです"
    ),
    "{name}: {text} where a whole number of px belongs; save it again": (
        "{name}：px の整数であるはずの所が {text} です。保存し直してください"
    ),
    "{name}: {text} where an opacity of 0 to 1 belongs; save it again": (
        "{name}：0 から 1 の不透明度であるはずの所が {text} です。保存し直してください"
    ),
    "{name}: its file {member} is missing; save it again": "{name}：中のファイル {member} がありません。保存し直してください",
    "{file}: its layers would need {needed} MiB; at most {most} are read; merge some": (
        "{file}：レイヤー全体で {needed} MiB 必要です。{most} MiB までなので、いくつか統合してください"
    ),
    "{name} {width} x {height} px would need {needed} MiB; at most {most} are read": (
        "{name} {width} x {height} px を開くには {needed} MiB 必要です。{most} MiB まで読めます"
    ),
    "{file}: {count} layers, at most {most} are read": "{file}：レイヤーが {count} 枚です。{most} 枚まで読めます",
    "{file}: groups nested deeper than {most}; flatten some": (
        "{file}：グループの入れ子が {most} 段を超えています。いくつか統合してください"
    ),
    "{file}: a layer's name is {count} characters long, at most {most} are read": (
        "{file}：レイヤー名が {count} 文字あります。{most} 文字まで読めます"
    ),
    "{file}: the mask of layer {layer} would need {needed} MiB; at most {most} are read": (
        "{file}：レイヤー {layer} のマスクに {needed} MiB 必要です。{most} MiB まで読めます"
    ),
    "{file}: too large to be read safely": "{file}：大きすぎて安全に読めません",
    "layer {layer}: Photoshop has no blend mode {blend}; set another": (
        "レイヤー {layer}：合成モード {blend} は Photoshop にありません。別のモードにしてください"
    ),
    "{name}: damaged or unfinished PSD file (its header is cut off); save it again": (
        "{name}：PSD ファイルが壊れているか、先頭で切れています。保存し直してください"
    ),
    "{name}: {depth}-bit {colours} colour; save it as RGB, 8 or 16 bits": (
        "{name}：{depth} bit の {colours} です。8 bit か 16 bit の RGB で保存してください"
    ),
    "{name} cannot be decoded, damaged ({why}); save it again": "{name} が壊れていて読めません（{why}）。保存し直してください",
    "layers have 8 or 16 bits a channel, not {depth}": "レイヤーは 8 bit か 16 bit です（{depth} bit でした）",
    "the merged picture is {shape}; the canvas is {width} x {height} px": (
        "統合画像が {shape}、キャンバスが {width} x {height} px です"
    ),
    "layer {layer}: pixels are (h, w, 4), not {shape}": "レイヤー {layer}：(h, w, 4) ではなく {shape} です",
    "layer {layer}: is {kind}, the merged picture {depth}; make them one": (
        "レイヤー {layer}：{kind} ですが、統合画像は {depth} です。そろえてください"
    ),
    (
        "the file handed in is {columns} x {rows} px, the one it was made from {width} x {height} px; undo the crop or the "
        "scaling"
    ): (
        "提出されたファイルは {columns} x {rows} px ですが、元は {width} x {height} px です。"
        "切り抜きや拡大縮小を元に戻してください"
    ),
    # source maps
    "{path}: a source map whose parts do not fit together; paint the cut again with --source-map": (
        "{path}：出どころの記録の中身が合いません。カットを描き直してください"
    ),
    "{path}: a source map that names board {number} of {count}": (
        "{path}：出どころの記録が、{count} 枚しかないボードの {number} 枚目を指しています"
    ),
    "{path}: not a source map, or a damaged one; paint the cut again with --source-map": (
        "{path}：出どころの記録ではないか、壊れています。カットを描き直してください"
    ),
    "{path}: a source map that would need over {most} MiB; not opened": (
        "{path}：出どころの記録が {most} MiB を超えるため、開きません"
    ),
    "{path}: holds {kind}, not a source map": "{path}：出どころの記録ではなく {kind} です",
    "{path}: a source map of version {version}; this program reads {oldest} to {newest}": (
        "{path}：出どころの記録の第 {version} 版です。読めるのは第 {oldest} 版から第 {newest} 版までです"
    ),
    # letters, signatures and certificates
    (
        "no font on this machine has {letters}; drawn as Unicode numbers in braces. Install a free one that has them, such as "
        "IPAex Gothic or Noto Sans CJK"
    ): (
        "{letters} を持つフォントがこのマシンにないため、文字番号で書きました。"
        "IPAex ゴシックや Noto Sans CJK などの無料フォントを入れてください"
    ),
    "Content Credentials need two more packages; install them with: pip install 'underpaint[credentials]'": (
        "来歴証明（Content Credentials）には追加のパッケージが必要です：pip install 'underpaint[credentials]'"
    ),
    "{path}: a key that C2PA cannot sign with; use EC P-256, P-384 or P-521, Ed25519, or RSA of 2048 bits": (
        "{path}：C2PA で使えない鍵です。EC P-256・P-384・P-521、Ed25519、2048 bit の RSA のどれかにしてください"
    ),
    "{path}: holds no certificate; give a PEM file with the certificates that you trust": (
        "{path}：証明書がありません。信用する証明書の PEM ファイルを指定してください"
    ),
    "{path}: this private key can be read by others; allow only yourself: chmod 600 {again}": (
        "{path}：秘密鍵がほかの人にも読めます。自分だけにしてください：chmod 600 {again}"
    ),
    "{path}: the local signing key cannot be kept ({why})": "{path}：署名用の鍵を保存できません（{why}）",
    "{key}: not the key of the first certificate in {chain}; give the two that go together": (
        "{key}：{chain} の最初の証明書の鍵ではありません。組になるものを指定してください"
    ),
    "{path}: the certificate holds from {start} to {end}; give one that holds today": (
        "{path}：証明書の期間は {start} から {end} です。今日有効なものを指定してください"
    ),
    "{path}: the first certificate signed itself, which C2PA does not allow; have it issued": (
        "{path}：最初の証明書が自己署名で、C2PA では使えません。発行されたものを使ってください"
    ),
    "{path}: the key has a password; give a key file without one": (
        "{path}：鍵にパスワードがかかっています。パスワードなしの鍵を指定してください"
    ),
    "{path}: not a private key in PEM form, or a damaged one": "{path}：PEM 形式の秘密鍵ではないか、壊れています",
    "{path}: not certificates in PEM form, or damaged ones": "{path}：PEM 形式の証明書ではないか、壊れています",
    "{path}: not a picture that can be verified; PNG, TIFF, JPEG, WebP, ORA, PSD, PSB and EXR files can": (
        "{path}：検証できる画像ではありません（PNG・TIFF・JPEG・WebP・ORA・PSD・PSB・EXR）"
    ),
    "{kind}: not a picture that can be signed; PNG, TIFF, JPEG, WebP, ORA, PSD, PSB and EXR files can": (
        "{kind}：署名できる画像ではありません（PNG・TIFF・JPEG・WebP・ORA・PSD・PSB・EXR）"
    ),
    "not a plain file": "通常のファイルではありません",
    "no such file": "ファイルがありません",
    "{path}: {count} entries in an ORA file; at most {most} are read": (
        "{path}：ORA の中のファイルが {count} 個です。{most} 個まで読めます"
    ),
    "{name}: cannot be signed by {signer} as {kind} ({why})": "{name}：{signer} の {kind} として署名できません（{why}）",
    "{path}: damaged or unfinished ORA file; save it again": (
        "{path}：ORA ファイルが壊れているか、途中で切れています。保存し直してください"
    ),
}
