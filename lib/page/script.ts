/**
 * What a page can do beyond being read: search, show only what mails, sort. It is all that runs in a page, it only moves
 * and hides rows, and without it the page is complete.
 */
export const script = `(()=>{const form=document.getElementById('tools');if(!form)return
const bodies=[...document.querySelectorAll('.changes tbody')],rows=bodies.flatMap(b=>[...b.rows]),texts=new Map()
const textOf=r=>{let t=texts.get(r);if(t===undefined)texts.set(r,t=r.textContent.toLowerCase());return t}
const parts=bodies.map(b=>b.closest('.part'))
const show=()=>{const q=form.q.value.trim().toLowerCase(),m=form.m.checked;let n=0
for(const r of rows){const on=(!m||r.className==='m')&&(q===''||textOf(r).includes(q));r.hidden=!on;if(on)n++}
bodies.forEach((b,i)=>{parts[i].hidden=i>0&&[...b.rows].every(r=>r.hidden)})
form.n.value=form.n.dataset.of.replace('#',n.toLocaleString(document.documentElement.lang))}
const sort=()=>{const c=+form.s.value,key=r=>(r.cells[c]||r.cells[0]).textContent,order=c<0?rows:rows.map(r=>[key(r),r]).sort((a,b)=>a[0].localeCompare(b[0],undefined,{numeric:true})).map(p=>p[1]),size=Math.ceil(rows.length/bodies.length)
bodies.forEach((b,i)=>b.append(...order.slice(i*size,(i+1)*size)));show()}
form.addEventListener('submit',e=>e.preventDefault());form.q.addEventListener('input',show);form.m.addEventListener('change',show);form.s.addEventListener('change',sort)
form.hidden=false;show()})()`
