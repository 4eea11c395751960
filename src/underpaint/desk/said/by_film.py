"""What the film's own rooms say: its records, boards, cuts, takes, checks and credits."""

SAID = {
    # boards
    "{folder}: there is a board of this name; give the new one another": (
        "{folder}：同じ名前のボードがあります。別の名前を付けてください"
    ),
    "{folder}: no board here (looked for painting.png with materials.png, in it and in its folders)": (
        "{folder}：ボードが見つかりません（painting.png と materials.png の組を探しました）"
    ),
    "{materials}: is {columns} x {rows} px, but the painting {width} x {height}; they must be of one size": (
        "{materials}：{columns} x {rows} px ですが、絵は {width} x {height} です。同じ大きさにしてください"
    ),
    (
        "board {board} has no material map yet, so nothing can be painted from it; scribble one on its page of the desk, or "
        "put a materials.png into {folder}"
    ): (
        "ボード {board} にはまだ材質マップがないため、これを使って描けません。"
        "ボードの画面で材質に印を付けるか、materials.png を {folder} に置いてください"
    ),
    "{folder}: has no {stem} (looked for {stem_again}.png, .tif, .jpg or .webp)": (
        "{folder}：{stem} がありません（{stem_again}.png・.tif・.jpg・.webp を探しました）"
    ),
    "{what} is {value}; write a day like 2027-03-31": "{what} が {value} です。2027-03-31 のような日付を書いてください",
    # check
    "{cut} has no take yet; paint it first": "{cut} にはまだテイクがありません。先に描いてください",
    "{cut} {take} is a rough; pick one and paint the cut, then hand it over": (
        "{cut} {take} はラフです。ラフを選んで描いてから、チェックに出してください"
    ),
    "{cut} {take} is {state} already": "{cut} {take} はすでに「{state}」です",
    "{cut} {take} is no rough; make some with: underpaint paint --pass rough --variants 4": (
        "{cut} {take} はラフではありません。先にラフをつくってください（underpaint paint --pass rough --variants 4）"
    ),
    "{cut} is {state}; only a cut that is WFA or Done is sent back": (
        "{cut} は「{state}」です。リテイクにできるのは、チェック待ちか完成のカットだけです"
    ),
    "{cut}: a retake needs a note that says what to change": "{cut}：リテイクには、どこを直すかのメモが必要です",
    "{by} is {roles}; only the {allowed} approves ({known})": (
        "{by} の役職は {roles} です。OK を出せるのは {allowed} だけです（{known}）"
    ),
    "nobody yet": "まだ誰もいません",
    "none yet": "まだありません",
    "{cut} is {state}, not WFA{why}": "{cut} は「{state}」で、チェック待ちではありません{why}",
    "; hand it over first: underpaint check {film} {cut}": "。先にチェックに出してください（underpaint check {film} {cut}）",
    "{cut} {take} cannot be Done: {why}": "{cut} {take} はまだ OK にできません：{why}",
    "{cut} shares the background of {other}; say it of that cut": (
        "{cut} は {other} と兼用です。{other} の方で行ってください"
    ),
    "{cut}: you looked at {seen}, and {take} has come since; look at that one": (
        "{cut}：ご覧になったのは {seen} ですが、その後 {take} が出ました。そちらを見てください"
    ),
    "{name} is not among the film's people ({known}); add them to {path}": (
        "{name} はこの作品のスタッフに登録されていません（登録：{known}）。{path} に加えてください"
    ),
    "{path}: cuts share each other's background in a ring: {cuts}": "{path}：カットの兼用が輪になっています：{cuts}",
    "{why}, so its origin is unknown": "{why}（出どころが不明です）",
    "its picture did not come through Underpaint, so its origin is unknown": (
        "Underpaint を通っていない画像なので、出どころが不明です"
    ),
    "it names no board, so its origin is unknown": "ボードの記載がないので、出どころが不明です",
    "board {board} is no longer in the film, so nothing says what its rights allow": (
        "ボード {board} が作品から無くなったため、使ってよいか分かりません"
    ),
    "consent for board {board} was withdrawn": "ボード {board} の同意が撤回されています",
    "board {board} names no owner": "ボード {board} に権利者の記載がありません",
    "board {board} has no consent of its painter": "ボード {board} に作画者の同意がありません",
    "the rights of board {board} ended on {day}": "ボード {board} の権利は {day} に切れています",
    "{path}: is gone ({role} of {cut} {take})": "{path}：ファイルがありません（{cut} {take} の {role}）",
    "{path}: was changed since it was recorded ({role} of {cut} {take})": (
        "{path}：記録の後に変更されています（{cut} {take} の {role}）"
    ),
    # credits
    "{film}: no painted cut to credit; paint one first": "{film}：クレジットに載せるカットがありません。先に描いてください",
    "cut {cut} is given twice; name each cut once": "カット {cut} が二度指定されています。一度だけにしてください",
    "cut {cut}: no painted picture to credit; paint it first": "カット {cut}：まだ背景がありません。先に描いてください",
    "cut {cut}: a length of {frames} frames; give its length as seconds+frames": (
        "カット {cut}：尺が {frames} コマです。「秒+コマ」で書いてください"
    ),
    "cut {cut}: px changed by hand without a name; hand the file in again and say by whom": (
        "カット {cut}：手描きの部分に名前がありません。誰の手か分かるように提出し直してください"
    ),
    "board {board}: no painter is named, and cut {cut} holds its paint; name one in board.toml": (
        "ボード {board}：作画者の記載がなく、カット {cut} に使われています。ボードの画面で記入してください"
    ),
    # cuts
    "{cut} has no take {take}; its takes: {known}": "{cut} にテイク {take} はありません。あるテイク：{known}",
    "{cut} has a {name} already; put a new map in the place of its own yourself, or give it another number": (
        "{cut} にはすでに {name} があります。マップを自分で置き換えるか、別の番号にしてください"
    ),
    "{text} is no BOOK; number them BOOK1, BOOK2 upward": (
        "{text} は BOOK の名前ではありません。BOOK1、BOOK2 と番号を付けてください"
    ),
    "{folder}: no cut here (looked for cut.toml or materials.png, in it and in its folders)": (
        "{folder}：カットが見つかりません（cut.toml か materials.png を探しました）"
    ),
    "{length} is no length; write seconds+frames like 5+12, frames below the film's {fps}": (
        "{length} は尺として読めません。5+12 のように「秒+コマ」で書いてください（コマは {fps} 未満）"
    ),
    "{path}: the layout is {width} x {height} px, its material map {columns} x {rows}; they must be of one size": (
        "{path}：レイアウトは {width} x {height} px、材質マップは {columns} x {rows} です。同じ大きさにしてください"
    ),
    "{path}: two BOOKs have one name; number them BOOK1, BOOK2 upward": (
        "{path}：同じ名前の BOOK が二つあります。BOOK1、BOOK2 と番号を付けてください"
    ),
    "{path}: was changed since the take was recorded": "{path}：テイクを記録した後に変更されています",
    "{path}: lies there already and is another picture; move it away first": (
        "{path}：別の画像がすでにあります。先に移動してください"
    ),
    "{folder}: has no {file}_materials.png, the map of {name}": "{folder}：{name} のマップ {file}_materials.png がありません",
    '{path}: {name}: boards is no list; write boards = ["lake-noon"]': (
        '{path}：{name}：boards が一覧になっていません。boards = ["lake-noon"] のように書いてください'
    ),
    "{path}: is there already; put the new {stem} in its place yourself (the store keeps the one that takes were painted from)": (
        "{path}：すでにあります。新しい {stem} は自分で置き換えてください（テイクに使われたものは保管庫に残ります）"
    ),
    # what is drawn into a retake's note
    "what is drawn must be a list of at most {most} strokes": "描き込みは {most} 本までの線の一覧にしてください",
    "each stroke must have a width and points, and nothing else": "描き込みの線には太さと点だけを入れてください",
    "a stroke's width must be a whole number from 1 to {widest} px": "線の太さは 1 から {widest} px の整数にしてください",
    "a stroke's points must be listed as x, y, x, y, ...": "線の点は x, y, x, y, … の順に並べてください",
    "the drawing has more than {most} points; draw less, or say it in words": (
        "描き込みの点が {most} を超えています。描く量を減らすか、メモに書いてください"
    ),
    "a stroke's points must be whole px from 0 to {most}": "線の点は 0 から {most} までの整数にしてください",
    # the film, its journal, records and store
    "{folder}: no board {board}; its boards: {known}": "{folder}：ボード {board} はありません。あるボード：{known}",
    "{frame} is no frame; write its width and height in px like 1920x1080": (
        "{frame} は画面サイズとして読めません。1920x1080 のように書いてください"
    ),
    "{folder}: is there already and is not empty; name a new folder": (
        "{folder}：すでにあり、空ではありません。新しいフォルダを指定してください"
    ),
    "{folder}: no film here (it would have a film.toml); make one with: underpaint new {again}": (
        "{folder}：作品が見つかりません（film.toml がありません）。作るには：underpaint new {again}"
    ),
    "{folder}: no cut {cut}; its cuts: {known}": "{folder}：カット {cut} はありません。あるカット：{known}",
    "{film}: the film has no materials.gpl; put its palette of materials there first": (
        "{film}：materials.gpl がありません。先に材質のパレットを作品フォルダに置いてください"
    ),
    "{path}: frame is {frame}; give its width and height in px, as [1920, 1080]": (
        "{path}：frame が {frame} です。[1920, 1080] のように px で書いてください"
    ),
    "{folder}: the production was wrapped on {day} (receipt: {receipt}), so nothing is painted any more": (
        "{folder}：この作品は {day} に締められたので、もう描けません（控え：{receipt}）"
    ),
    "{path}: line {line} does not follow from the line before, so the journal was changed; bring back a good copy of the file": (
        "{path}：{line} 行目が前の行とつながりません。記録が書き換えられています。正しい控えに戻してください"
    ),
    "{path}: is written by a newer Underpaint, and this one only reads it; update it": (
        "{path}：新しい版の Underpaint が書いたもので、この版では読むだけです。更新してください"
    ),
    "{path}: cannot be read ({why})": "{path}：読めません（{why}）",
    '{path}: is no record of a {kind}; it must have a line kind = "{again}"': (
        '{path}：{kind} の記録ではありません。kind = "{again}" の行が必要です'
    ),
    "{path}: was changed by somebody else just now; look at it and try again": (
        "{path}：たった今ほかの人が変更しました。内容を確かめて、もう一度行ってください"
    ),
    '{path}: {field} lists something else than words; write {again} = ["..."]': (
        '{path}：{field} に文字列でないものがあります。{again} = ["..."] のように書いてください'
    ),
    "{path}: {field} must list tables, each under a line [[{again}]]": (
        "{path}：{field} は [[{again}]] の行ごとの表にしてください"
    ),
    "{path}: {field} is {value}; it must be a whole number above zero": (
        "{path}：{field} が {value} です。1 以上の整数にしてください"
    ),
    "{path}: {field} is {value}; it must be {why}": "{path}：{field} が {value} です。{why}にしてください",
    'words, such as {field} = "..."': '{field} = "..." のような文字列',
    'a list, such as {field} = ["..."]': '{field} = ["..."] のような一覧',
    "a table, under a line [{field}]": "[{field}] の行の下の表",
    "a list of tables, each under a line [[{field}]]": "[[{field}]] の行ごとの表",
    "a whole number": "整数",
    (
        "{path}: is of version {version}, written by a newer Underpaint; this one knows {known} and only reads it. Update "
        "Underpaint to change it"
    ): (
        "{path}：新しい版の Underpaint が書いた第 {version} 版で、この版（第 {known} 版まで）では読むだけです。"
        "変更するには Underpaint を更新してください"
    ),
    "{path}: cannot be read as a record ({why})": "{path}：記録として読めません（{why}）",
    "{path}: is damaged; put a good copy in its place, or move it away": (
        "{path}：壊れています。正しい控えに置き換えるか、移動してください"
    ),
    "{path}: cannot be made read-only ({why})": "{path}：読み取り専用にできません（{why}）",
    "{path}: is no record of a take ({kind}: {why})": "{path}：テイクの記録ではありません（{kind}：{why}）",
    "{text} cannot be a board's name; use letters, digits, spaces and - and begin with a letter": (
        "{text} はボードの名前にできません。文字で始め、文字・数字・空白・- だけを使ってください"
    ),
    "{text} is no cut number; write it like C012": "{text} はカット番号ではありません。C012 のように書いてください",
    # who is at work
    "{path} does not say who is at work on it; if you are sure that nobody is, delete it": (
        "{path} に、誰が作業中かの記載がありません。誰も作業していないと確かなら、削除してください"
    ),
    (
        "{host} is at work on it (process {process}, last sign of life {at} by its own clock); wait for it, or, if you are "
        "sure that it has stopped, delete {path}"
    ): (
        "{host} が作業中です（プロセス {process}、最後の応答は先方の時計で {at}）。"
        "終わるのを待つか、止まっていると確かなら {path} を削除してください"
    ),
    "{path} was taken away by somebody, so another program may be at it now": (
        "{path} が誰かに消されました。ほかのプログラムが作業中かもしれません"
    ),
    "{path}: cannot be written ({why})": "{path}：書き込めません（{why}）",
    "{path}: cannot be taken away ({why})": "{path}：消せません（{why}）",
    # steps of labelling and scribbling
    "{kind} is no step of labelling; steps are name, line, merge, undo and redo": (
        "{kind} という材質分けの操作はありません。操作は name・line・merge・undo・redo です"
    ),
    "{kind}: {materials} materials for {points} points": "{kind}：点が {points} 個なのに、材質が {materials} 個です",
    "{path}: a word is {value}; each has a material, x and y": (
        "{path}：words の中に {value} があります。材質と x と y を書いてください"
    ),
    "{kind} is no step of scribbling; steps are stroke, erase, undo and redo": (
        "{kind} という印の操作はありません。操作は stroke・erase・undo・redo です"
    ),
    "a stroke needs a material, and nothing else has one": "材質は線にだけ、必ず付けてください",
    "{kind}: {width} px wide; a brush is 1 to {widest} px wide": (
        "{kind}：太さが {width} px です。ブラシは 1 から {widest} px です"
    ),
    "{kind}: {count} points; it takes {least} to {most}": "{kind}：点が {count} 個です。{least} から {most} 個にしてください",
    "{kind}: a point lies nowhere near the picture": "{kind}：画面から遠く離れた点があります",
    "{path}: line {number} is no step of {what}; bring back a good copy, or take the file away": (
        "{path}：{number} 行目が {what} の操作として読めません。正しい控えに戻すか、ファイルを移動してください"
    ),
    "{path}: is of version {version}; this Underpaint knows {known}": (
        "{path}：第 {version} 版です。この Underpaint が読めるのは第 {known} 版です"
    ),
    "{what}: there is nothing of {by} to {kind}": "{what}：{by} の操作で {kind} できるものがありません",
    "{folder}: no material {material}; its palette has {known}": (
        "{folder}：材質 {material} はありません。パレットの材質：{known}"
    ),
    "{path}: tuning of {material} is no table; write it under a line [{field}.{again}]": (
        "{path}：{material} の調整が表になっていません。[{field}.{again}] の行の下に書いてください"
    ),
}
